package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.Time;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * Finds the sessions of users in a stream of clicks: {@code mapWithState} with a timeout. A session ends when its user was idle for 30 s.
 *
 * <p>The function is called for the users who click and for those whose time is up, not for all of them. What it costs
 * follows what happens, however many sessions are open.
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/sessions}), host, port. A line is a click: {@code <user> <page>}.
 */
public final class Sessions {

    /** What is known of a session: when it began, in milliseconds since 1970, and how many pages it has seen. */
    record Session(long begin, int pages) {}

    private Sessions() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf().setAppName("Sessions").setIfMissing("spark.master", "local[2]");
            StreamingContext created = new StreamingContext(conf, Durations.seconds(1));
            created.checkpoint(checkpoint);
            ended(created.socketTextStream(args[1], Integer.parseInt(args[2])), Durations.seconds(30))
                    .print();
            return created;
        });
        context.start();
        context.awaitTermination();
    }

    /** The sessions that end in a batch. */
    static DStream<String> ended(DStream<String> clicks, Duration idle) {
        return clicks.mapToPair(Sessions::parse)
                .mapWithState(StateSpec.function(Sessions::onClick).timeout(idle))
                .uid("sessions");
    }

    private static Tuple2<String, String> parse(String click) {
        String[] words = click.split(" ", 2);
        return new Tuple2<>(words[0], words[words.length - 1]);
    }

    private static Optional<String> onClick(Time time, String user, Optional<String> page, State<Session> state) {
        if (state.isTimingOut()) {
            Session session = state.get();
            long seconds = (time.milliseconds() - session.begin()) / 1000;
            return Optional.of(user + " saw " + session.pages() + " pages and left after " + seconds + " s");
        }
        Session before = state.exists() ? state.get() : new Session(time.milliseconds(), 0);
        state.update(new Session(before.begin(), before.pages() + 1));
        return Optional.empty();
    }
}
