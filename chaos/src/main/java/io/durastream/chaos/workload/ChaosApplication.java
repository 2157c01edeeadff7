package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.StreamingContext;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.workload.ApplicationSettings.Candidacy;
import io.durastream.ha.HaDriver;
import io.durastream.ha.ZooKeeperSettings;
import org.apache.spark.SparkConf;

/** The application under test. Its arguments are {@link ApplicationSettings}. */
public final class ChaosApplication {

    private static final int COMMITS_PER_SNAPSHOT = 5;

    private ChaosApplication() {}

    public static void main(String[] args) throws Exception {
        ApplicationSettings settings = ApplicationSettings.parse(args);
        if (settings.candidacy().isPresent()) {
            stand(settings, settings.candidacy().get());
            return;
        }
        StreamingContext context = open(settings);
        context.start();
        context.awaitTermination();
    }

    private static void stand(ApplicationSettings settings, Candidacy candidacy) throws Exception {
        ZooKeeperSettings zookeeper = ZooKeeperSettings.of(candidacy.zookeeper())
                .withSessionTimeout(java.time.Duration.ofMillis(candidacy.sessionMillis()));
        HaDriver.run(settings.checkpoint(), zookeeper, () -> open(settings));
    }

    private static StreamingContext open(ApplicationSettings settings) throws Exception {
        return StreamingContext.getOrCreate(settings.checkpoint(), () -> create(settings));
    }

    private static StreamingContext create(ApplicationSettings settings) {
        SparkConf conf = new SparkConf()
                .setAppName("chaos")
                .setIfMissing("spark.master", "local[3]")
                .set("durastream.state.commitsPerSnapshot", Integer.toString(COMMITS_PER_SNAPSHOT));
        Duration batch = new Duration(settings.batchMillis());
        StreamingContext context = new StreamingContext(conf, batch);
        context.checkpoint(settings.checkpoint());

        Ledger ledger = new Ledger(settings.ledger());
        Sabotage sabotage = new Sabotage(settings.sabotage());
        DStream<String> records =
                settings.input().open(context, settings.address()).map(sabotage::pass);
        records.foreachRDD((rdd, time) -> ledger.write(Ledger.INPUT, time, rdd.collect()));
        settings.workloads().forEach(workload -> workload.define(records, batch, ledger));
        return context;
    }
}
