package io.durastream.cli.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.cli.ha.HaCommand;
import io.durastream.runtime.application.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** {@code deploy/systemd}: that the unit fits the command that it runs. */
final class SystemdUnitTest {

    private static final Path DIRECTORY = Path.of("../deploy/systemd");

    @Test
    void runsACommandThatIsUnderstood() throws IOException {
        String command = settings("durastream@.service").get("ExecStart");
        for (Map.Entry<String, String> variable : settings("words.env").entrySet()) {
            command = command.replace("${" + variable.getKey() + "}", variable.getValue())
                    .replace("$" + variable.getKey(), variable.getValue());
        }
        List<String> words = List.of(command.split("\\s+"));
        assertEquals(List.of("/opt/durastream/bin/durastream", "ha"), words.subList(0, 2));
        ParseResult parsed = new CommandLine(new HaCommand())
                .parseArgs(words.subList(2, words.size()).toArray(String[]::new));
        assertEquals("hdfs://namenode:8020/words", parsed.matchedOptionValue("--checkpoint", ""));
        assertTrue(parsed.matchedPositionalValue(0, List.of()).contains("com.acme.Words"));
    }

    @Test
    void leavesTheCommandAloneAfterWhatARestartDoesNotHelp() throws IOException {
        Set<String> prevented = Set.of(
                settings("durastream@.service").get("RestartPreventExitStatus").split(" "));
        assertEquals(Set.of(Integer.toString(ExitCode.USAGE), Integer.toString(ExitCodes.GAVE_UP)), prevented);
    }

    /** The lines {@code KEY=VALUE} of a file, with continued lines in one. */
    private static Map<String, String> settings(String file) throws IOException {
        return Arrays.stream(Files.readString(DIRECTORY.resolve(file))
                        .replace("\\\n", " ")
                        .split("\n"))
                .filter(line -> line.matches("[A-Za-z_]+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> second));
    }
}
