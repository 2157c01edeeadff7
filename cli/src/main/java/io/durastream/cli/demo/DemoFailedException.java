package io.durastream.cli.demo;

/** The demo could not be carried to its end, so that there is nothing to compare. */
final class DemoFailedException extends Exception {

    private static final long serialVersionUID = 1;

    DemoFailedException(String message) {
        super(message);
    }
}
