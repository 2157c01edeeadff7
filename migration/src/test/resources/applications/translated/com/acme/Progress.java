package com.acme;

import java.util.Map;
import org.apache.spark.streaming.api.java.JavaBatchInfo;
import org.apache.spark.streaming.api.java.JavaStreamInputInfo;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingListener;
import org.apache.spark.streaming.api.java.JavaStreamingListenerBatchCompleted;
import org.apache.spark.streaming.api.java.JavaStreamingListenerReceiverError;
import org.apache.spark.streaming.api.java.JavaStreamingListenerWrapper;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchStarted;

/** Listeners of both kinds. */
public class Progress extends JavaStreamingListener {

    @Override
    public void onBatchCompleted(JavaStreamingListenerBatchCompleted completed) {
        super.onBatchCompleted(completed);
        JavaBatchInfo batch = completed.batchInfo();
        long records = 0;
        for (Map.Entry<Object, JavaStreamInputInfo> input :
                batch.streamIdToInputInfo().entrySet()) {
            records += input.getValue().numRecords();
        }
        System.out.println(batch.batchTime() + ": " + records + " records in " + batch.totalDelay() + " ms");
    }

    @Override
    public void onReceiverError(JavaStreamingListenerReceiverError error) {
        System.out.println(error.receiverInfo().lastErrorMessage());
    }

    /** The Scala trait, as many applications implement it. */
    static class Delays implements StreamingListener, java.io.Serializable {
        @Override
        public void onBatchStarted(StreamingListenerBatchStarted started) {
            long delay = (Long) started.batchInfo().schedulingDelay().get();
            System.out.println(started.batchInfo().numRecords() + " records waited " + delay + " ms");
        }
    }

    static void register(JavaStreamingContext jssc) {
        jssc.addStreamingListener(new JavaStreamingListenerWrapper(new Progress()));
        jssc.ssc().addStreamingListener(new Delays());
        jssc.addStreamingListener(new StreamingListener() {});
    }
}
