package io.durastream.cli.state;

/** What the application's keys are, for those that can be given in a command line. */
enum KeyType {
    STRING,
    INTEGER,
    LONG,
    DOUBLE,
    BOOLEAN;

    /** Throws a {@link NumberFormatException} where the text is none. */
    Object read(String text) {
        return switch (this) {
            case STRING -> text;
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
        };
    }
}
