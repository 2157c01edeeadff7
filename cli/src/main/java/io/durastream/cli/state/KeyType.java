package io.durastream.cli.state;

import java.util.function.Function;

/** What the application's keys are, for those that can be given in a command line. */
enum KeyType {
    STRING(text -> text),
    INTEGER(Integer::valueOf),
    LONG(Long::valueOf),
    DOUBLE(Double::valueOf),
    BOOLEAN(Boolean::valueOf);

    private final Function<String, Object> reader;

    KeyType(Function<String, Object> reader) {
        this.reader = reader;
    }

    /** Throws a {@link NumberFormatException} where the text is none. */
    Object read(String text) {
        return reader.apply(text);
    }
}
