package io.durastream.recovery;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rules of the architecture page, about who may know whom. */
@AnalyzeClasses(
        packages = "io.durastream",
        importOptions = {ImportOption.DoNotIncludeTests.class, ModuleRulesTest.DoNotIncludeTestJars.class})
class ModuleRulesTest {

    /** What one module's tests have for those of others. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String STORAGE = "io.durastream.storage..";
    private static final String CHECKPOINT = "io.durastream.checkpoint..";
    private static final String WAL = "io.durastream.wal..";
    private static final String STATESTORE = "io.durastream.statestore..";
    private static final String CHAOS = "io.durastream.chaos..";
    private static final String CLI = "io.durastream.cli..";
    private static final String CONNECTORS = "io.durastream.connectors..";
    private static final String MIGRATION = "io.durastream.migration..";
    private static final String TESTKIT = "io.durastream.testkit..";
    private static final String HA = "io.durastream.ha..";

    /** What Spark documents for everybody; the rest of its packages is for {@code runtime.spark} alone. */
    private static final Set<String> PUBLIC_SPARK_PACKAGES = Set.of(
            "org.apache.spark",
            "org.apache.spark.api.java",
            "org.apache.spark.api.java.function",
            "org.apache.spark.broadcast",
            "org.apache.spark.rdd",
            "org.apache.spark.serializer",
            "org.apache.spark.sql"); // an example alone has it among its dependencies

    private static final Set<String> PUBLIC_SPARK_CLASSES = Set.of(
            "org.apache.spark.launcher.JavaModuleOptions",
            "org.apache.spark.storage.StorageLevel",
            "org.apache.spark.util.TaskCompletionListener",
            "org.apache.spark.scheduler.SparkListener",
            "org.apache.spark.scheduler.SparkListenerExecutorAdded",
            "org.apache.spark.scheduler.SparkListenerExecutorRemoved",
            "org.apache.spark.util.AccumulatorV2",
            "org.apache.spark.util.CollectionAccumulator",
            "org.apache.spark.util.DoubleAccumulator",
            "org.apache.spark.util.LongAccumulator",
            "org.apache.spark.util.SizeEstimator");

    @ArchTest
    static final ArchRule storageKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAPackage(STORAGE)
            .should()
            .dependOnClassesThat(describe(
                    "are Durastream's, above storage",
                    type -> type.getPackageName().startsWith("io.durastream")
                            && !type.getPackageName().startsWith("io.durastream.storage")));

    @ArchTest
    static final ArchRule checkpointKnowsStorageOnly = noClasses()
            .that()
            .resideInAPackage(CHECKPOINT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WAL, STATESTORE, "io.durastream", "io.durastream.runtime..", "org.apache.spark..");

    @ArchTest
    static final ArchRule walKnowsStorageOnly = noClasses()
            .that()
            .resideInAPackage(WAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    CHECKPOINT, STATESTORE, "io.durastream", "io.durastream.runtime..", "org.apache.spark..");

    @ArchTest
    static final ArchRule statestoreKnowsStorageAndWal = noClasses()
            .that()
            .resideInAPackage(STATESTORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CHECKPOINT, "io.durastream", "io.durastream.runtime..", "org.apache.spark..");

    @ArchTest
    static final ArchRule hadoopIsForStorageAndRuntime = noClasses()
            .that()
            .resideInAnyPackage(CHECKPOINT, WAL, STATESTORE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hadoop..");

    @ArchTest
    static final ArchRule runtimeKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAnyPackage("io.durastream", "io.durastream.runtime..", HA, TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONNECTORS, CHAOS, CLI, MIGRATION, "io.durastream.examples..");

    @ArchTest
    static final ArchRule zooKeeperIsForElections = noClasses()
            .that()
            .resideInAPackage("io.durastream..")
            .and()
            .resideOutsideOfPackages(HA, "io.durastream.runtime.ha..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper..");

    @ArchTest
    static final ArchRule theTestKitIsForTests = noClasses()
            .that()
            .resideInAPackage("io.durastream..")
            .and()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTKIT);

    @ArchTest
    static final ArchRule sparkStreamingIsForComparisonsOnly = noClasses()
            .that()
            .resideInAPackage("io.durastream..")
            .and()
            .resideOutsideOfPackage(MIGRATION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark.streaming..", "org.openrewrite..");

    @ArchTest
    static final ArchRule whatTasksRunKnowsNothingOfTheApplication = noClasses()
            .that()
            .resideInAnyPackage("io.durastream.runtime.operator..", "io.durastream.runtime.output..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.durastream.runtime.application..",
                    "io.durastream.runtime.driver..",
                    "io.durastream.runtime.recovery..");

    @ArchTest
    static final ArchRule theDriverProtocolIsFreeOfSpark = noClasses()
            .that()
            .resideInAPackage("io.durastream.runtime.driver..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.spark..");

    @ArchTest
    static final ArchRule internalsOfSparkStayInOneRoom = classes()
            .that()
            .resideInAPackage("io.durastream..")
            .and()
            .resideOutsideOfPackage("io.durastream.runtime.spark..")
            .should()
            .onlyDependOnClassesThat(publicInSpark());

    private static DescribedPredicate<JavaClass> publicInSpark() {
        return describe(
                "are not internal to Spark",
                type -> !type.getPackageName().startsWith("org.apache.spark")
                        || PUBLIC_SPARK_PACKAGES.contains(type.getPackageName())
                        || PUBLIC_SPARK_CLASSES.contains(type.getName()));
    }
}
