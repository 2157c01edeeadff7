/**
 * Turns the sources of an application written for Spark Streaming's Java API into those of a Durastream one, with OpenRewrite. The recipe is
 * {@code io.durastream.migration.FromSparkStreaming}, in {@code META-INF/rewrite}; {@link io.durastream.migration.Migration} runs it over directories,
 * and OpenRewrite's plugins for Maven and Gradle can run it in a build.
 */
@NullMarked
package io.durastream.migration;

import org.jspecify.annotations.NullMarked;
