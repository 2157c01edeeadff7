package io.durastream.chaos.process;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the child JVMs of the tests do; {@code args[0]} says which. */
final class Child {

    private Child() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "say" -> System.out.println(args[1] + System.getenv("CHILD_SAYS"));
            case "fail" -> throw new IllegalStateException("child fails as told");
            case "live" -> live();
            case "grow" -> grow(Path.of(args[1]));
            case "parent" -> beParent(Path.of(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void live() throws InterruptedException {
        System.out.println("alive");
        Clock.system().sleep(600_000);
    }

    private static void beParent(Path log) throws Exception {
        var child = JavaProcess.start(JavaCommand.of(Child.class.getName()).withArguments("live"), log, Clock.system());
        System.out.println("child=" + child.pid());
        live();
    }

    /** Tells what went wrong when it can write again. */
    private static void grow(Path file) throws InterruptedException {
        String failure = "";
        while (true) {
            try {
                Files.writeString(file, "more", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (!failure.isEmpty()) {
                    System.out.println(failure);
                    failure = "";
                }
            } catch (IOException e) {
                failure = e.toString();
            }
            Clock.system().sleep(10);
        }
    }
}
