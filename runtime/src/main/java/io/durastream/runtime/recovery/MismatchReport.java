package io.durastream.runtime.recovery;

import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what does not fit, and says it all at once. */
final class MismatchReport {

    private final CheckpointHoldings holdings;
    private final List<String> different = new ArrayList<>();
    private final List<String> ambiguous = new ArrayList<>();

    MismatchReport(CheckpointHoldings holdings) {
        this.holdings = holdings;
    }

    void otherKind(OperatorInfo before, String kindBefore, OperatorInfo now, String kindNow) {
        different.add("  " + before.id() + ": the checkpoint holds " + holdings.describe(before.id()) + " of "
                + kindBefore + " (" + before.name() + "), the application has " + kindNow + " (" + now.name()
                + "). Give the new operator another uid, and name " + before.id() + " in "
                + OperatorMatching.DROP_KEY + " if what it holds is no longer needed");
    }

    void ambiguous(List<OperatorInfo> were, List<OperatorInfo> are) {
        ambiguous.add("  the checkpoint has " + were.size() + " (" + ids(were) + "), the application has " + are.size()
                + " (" + names(are) + ") of " + were.get(0).structure());
    }

    void throwIfAny(List<OperatorInfo> unmatched, List<OperatorInfo> added) {
        if (unmatched.isEmpty() && different.isEmpty() && ambiguous.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("The application does not fit the checkpoint; nothing was changed in it.");
        section(lines, "In the checkpoint, without a counterpart in the application:", rowsOfHeld(unmatched));
        section(lines, "In the application, without a counterpart in the checkpoint:", rowsOfNew(added));
        section(lines, "The same id, but not the same operator:", different);
        section(lines, "Alike, so that only an explicit uid can tell which is which:", ambiguous);
        if (!unmatched.isEmpty()) {
            lines.add("Next step: to keep what an operator holds, call uid(\""
                    + unmatched.get(0).id()
                    + "\") (its id in the checkpoint) on the stream that continues it; to give it up, start with "
                    + OperatorMatching.DROP_KEY + "=" + ids(unmatched));
        }
        throw new CheckpointMismatchException(String.join("\n", lines));
    }

    private static void section(List<String> lines, String title, List<String> rows) {
        if (!rows.isEmpty()) {
            lines.add(title);
            lines.addAll(rows);
        }
    }

    private List<String> rowsOfHeld(List<OperatorInfo> operators) {
        return operators.stream()
                .map(it -> row(operators, it) + "  holds " + holdings.describe(it.id()))
                .toList();
    }

    private static List<String> rowsOfNew(List<OperatorInfo> operators) {
        return operators.stream().map(it -> row(operators, it).stripTrailing()).toList();
    }

    /** Id and name, in columns as wide as the widest of all. */
    private static String row(List<OperatorInfo> all, OperatorInfo operator) {
        int ids = all.stream().mapToInt(it -> it.id().value().length()).max().orElse(1);
        int names = all.stream().mapToInt(it -> it.name().length()).max().orElse(1);
        return String.format(
                Locale.ROOT, "  %-" + ids + "s  %-" + names + "s", operator.id().value(), operator.name());
    }

    private static String ids(List<OperatorInfo> operators) {
        return String.join(
                ",",
                operators.stream().map(OperatorInfo::id).map(OperatorId::value).toList());
    }

    private static String names(List<OperatorInfo> operators) {
        return String.join(", ", operators.stream().map(OperatorInfo::name).toList());
    }
}
