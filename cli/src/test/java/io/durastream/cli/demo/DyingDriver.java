package io.durastream.cli.demo;

/** An application that ends by itself. */
final class DyingDriver {

    private DyingDriver() {}

    public static void main(String[] args) {
        System.out.println("cannot go on");
        System.exit(3);
    }
}
