package io.durastream.runtime.application;

/** Carries an {@link Error} of the user's code, an assertion for instance, to where failures of a batch are handled. */
final class UserError extends Exception {

    private static final long serialVersionUID = 1;

    UserError(Error error) {
        super(error);
    }
}
