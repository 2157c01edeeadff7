package io.durastream.chaos.feed;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Five thousand made-up words and the law by which they are drawn: the n-th has weight 1/n. */
final class Vocabulary {

    private static final int SIZE = 5000;
    private static final String[] SYLLABLES = {
        "ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "ya", "ze"
    };
    private static final String[] WORDS = words();
    /** Entry n: the chance of drawing one of the words 0 to n. */
    private static final double[] CHANCE_UP_TO = chances();

    private Vocabulary() {}

    static String word(SplittableRandom random) {
        int found = Arrays.binarySearch(CHANCE_UP_TO, random.nextDouble());
        int insertion = found >= 0 ? found + 1 : -found - 1;
        return WORDS[Math.min(insertion, SIZE - 1)];
    }

    private static String[] words() {
        var words = new String[SIZE];
        Arrays.setAll(words, Vocabulary::spell);
        return words;
    }

    /** Numbers written with syllables for digits: every word is different. */
    private static String spell(int number) {
        var word = new StringBuilder();
        int rest = number + SYLLABLES.length;
        while (rest > 0) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
            rest /= SYLLABLES.length;
        }
        return word.toString();
    }

    private static double[] chances() {
        var sums = new double[SIZE];
        double sum = 0;
        for (int rank = 0; rank < SIZE; rank++) {
            sum += 1.0 / (rank + 1);
            sums[rank] = sum;
        }
        for (int rank = 0; rank < SIZE; rank++) {
            sums[rank] /= sum;
        }
        return sums;
    }
}
