package io.durastream.cli.state;

import io.durastream.SavedOperator;
import io.durastream.SavedState;
import io.durastream.cli.checkpoint.CheckpointOption;
import io.durastream.cli.output.OutputOption;
import io.durastream.cli.output.Table;
import io.durastream.statestore.IncompatibleStateException;
import io.durastream.statestore.LocalStateException;
import io.durastream.statestore.StateIterator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import scala.Tuple2;

/** {@code durastream state}. */
@Command(
        name = "state",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The keyed state of an application, as its checkpoint directory has it; the application may run meanwhile or"
                    + " not. For operators without serializers of their own; others are read with SavedState.",
            "Exit code 0: shown. 1: the directory or the state cannot be read. 2: wrong usage. 3: the key has no state."
        })
public final class StateCommand {

    private static final int NOT_FOUND = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "ls", mixinStandardHelpOptions = true, description = "The operators that have state.")
    int ls(@Mixin CheckpointOption checkpoint, @Mixin OutputOption output) throws IOException {
        try (SavedState saved = checkpoint.openState()) {
            List<SavedState.Operator> operators = saved.operators();
            out().print(output.text(() -> table(operators), () -> json(operators)));
            out().flush();
            return 0;
        }
    }

    private static String table(List<SavedState.Operator> operators) {
        Table table = new Table("OPERATOR", "PARTITIONS", "NAME");
        operators.forEach(each -> table.row(each.id(), String.valueOf(each.partitions()), each.name()));
        return table.text();
    }

    private static Object json(List<SavedState.Operator> operators) {
        return operators.stream()
                .map(each -> Map.of("operator", each.id(), "partitions", each.partitions(), "name", each.name()))
                .toList();
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "The state of one key. Reads the partition that has it.")
    int get(
            @Mixin CheckpointOption checkpoint,
            @Mixin OperatorOption operator,
            @Mixin OutputOption output,
            @Option(
                            names = "--key-type",
                            paramLabel = "TYPE",
                            defaultValue = "string",
                            description = "What keys are: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
                    KeyType type,
            @Parameters(paramLabel = "KEY", description = "The key.") String text)
            throws IOException {
        Object key = key(type, text);
        try (SavedState saved = checkpoint.openState();
                SavedOperator<Object, Object> state = operator.of(saved)) {
            Optional<Object> value = read(() -> Optional.ofNullable(state.get(key)));
            if (value.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("get: Operator '" + operator.operator() + "' has no state of the "
                                + name(type) + " '" + text + "' after batch "
                                + state.batch().milliseconds() + ". Is --key-type what the application's keys are?");
                return NOT_FOUND;
            }
            EntryWriter writer = writer(output, operator, state);
            writer.entry(key, value.get());
            writer.end(true);
            return 0;
        }
    }

    private Object key(KeyType type, String text) {
        try {
            return type.read(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "Expected a key of type " + name(type) + ", got '" + text + "'", e);
        }
    }

    private static String name(KeyType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    @Command(
            name = "scan",
            mixinStandardHelpOptions = true,
            description = "All keys with their state, partition by partition, in no order that means anything.")
    int scan(
            @Mixin CheckpointOption checkpoint,
            @Mixin OperatorOption operator,
            @Mixin OutputOption output,
            @Option(
                            names = "--limit",
                            paramLabel = "KEYS",
                            defaultValue = "100",
                            description = "How many to show at most; 0: all. Default: ${DEFAULT-VALUE}.")
                    long limit)
            throws IOException {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit expects 0 or more, got " + limit);
        }
        try (SavedState saved = checkpoint.openState();
                SavedOperator<Object, Object> state = operator.of(saved);
                StateIterator<Tuple2<Object, Object>> entries = state.entries()) {
            EntryWriter writer = writer(output, operator, state);
            long shown = 0;
            while (read(entries::hasNext) && (limit == 0 || shown < limit)) {
                Tuple2<Object, Object> entry = read(entries::next);
                writer.entry(entry._1(), entry._2());
                shown++;
            }
            writer.end(!read(entries::hasNext));
            return 0;
        }
    }

    private EntryWriter writer(OutputOption output, OperatorOption operator, SavedOperator<?, ?> state)
            throws IOException {
        return output.isJson() ? new JsonWriter(out(), operator.operator(), state) : new TableWriter(out());
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** With what can be wrong about a state as something that is told in a line. */
    private static <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IncompatibleStateException | LocalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
