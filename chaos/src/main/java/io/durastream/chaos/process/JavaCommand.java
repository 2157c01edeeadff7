package io.durastream.chaos.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * How to start a JVM: the same Java as this one, its class path unless told otherwise, and the module options that Spark
 * needs on JDK 17.
 *
 * @param mainClass the class with {@code main}
 * @param arguments its arguments
 * @param jvmOptions options of the JVM, such as {@code -Xmx1g}
 * @param classPath its class path, with the platform's separator
 * @param environment variables on top of those of this process
 */
public record JavaCommand(
        String mainClass,
        List<String> arguments,
        List<String> jvmOptions,
        String classPath,
        Map<String, String> environment) {

    public JavaCommand {
        arguments = List.copyOf(arguments);
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
    }

    /** A command without arguments, with the class path of this JVM and the module options for Spark. */
    public static JavaCommand of(String mainClass) {
        return new JavaCommand(
                mainClass,
                List.of(),
                List.of(JavaModuleOptions.defaultModuleOptionArray()),
                System.getProperty("java.class.path"),
                Map.of());
    }

    public JavaCommand withArguments(String... more) {
        return new JavaCommand(mainClass, join(arguments, more), jvmOptions, classPath, environment);
    }

    public JavaCommand withJvmOptions(String... more) {
        return new JavaCommand(mainClass, arguments, join(jvmOptions, more), classPath, environment);
    }

    public JavaCommand withClassPath(String otherClassPath) {
        return new JavaCommand(mainClass, arguments, jvmOptions, otherClassPath, environment);
    }

    public JavaCommand withEnvironment(String name, String value) {
        var more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new JavaCommand(mainClass, arguments, jvmOptions, classPath, more);
    }

    /** A process that is not started yet; its output goes to the end of {@code log}. */
    ProcessBuilder toProcess(Path log) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmOptions);
        words.add("-cp");
        words.add(classPath + File.pathSeparator + Leash.classPath());
        words.add(Leash.class.getName());
        words.add(mainClass);
        words.addAll(arguments);
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder;
    }

    private static List<String> join(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
