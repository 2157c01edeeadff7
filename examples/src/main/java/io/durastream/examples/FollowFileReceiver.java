package io.durastream.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of one's own: the lines that are appended to a file, as {@code tail -F} gives them.
 *
 * <p>It stores lines together with the offset in the file after them, and begins at the last offset that was stored. So
 * every line is received exactly once, whatever crashes, for as long as the file is there and is only appended to.
 */
public final class FollowFileReceiver extends Receiver<String> {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final long LOOK_MILLIS = 100;
    private static final long STOP_MILLIS = 10_000;

    private final String file;

    /** Of the current start; only the runtime's thread that starts and stops us sees it. */
    private transient @Nullable Thread thread;

    public FollowFileReceiver(String file) {
        super(StorageLevel.MEMORY_AND_DISK_SER());
        this.file = file;
    }

    /** Must not block, so a thread does the work. */
    @Override
    public void onStart() {
        Thread following = new Thread(this::follow, "follow-file");
        following.setDaemon(true);
        following.start();
        thread = following;
    }

    /** The thread is waited for: what it still stored while the next start begins would come twice. */
    @Override
    public void onStop() {
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void follow() {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            in.seek(lastPosition()
                    .map(position -> Long.parseLong(position.value()))
                    .orElse(0L));
            while (!isStopped()) {
                storeWhatIsNew(in);
            }
        } catch (IOException e) {
            restart("Cannot read " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped
        }
    }

    private void storeWhatIsNew(RandomAccessFile in) throws IOException, InterruptedException {
        long begin = in.getFilePointer();
        byte[] bytes = new byte[(int) Math.min(BLOCK_BYTES, in.length() - begin)];
        in.readFully(bytes);
        int end = afterLastNewline(bytes);
        in.seek(begin + end); // the rest of a line comes later
        if (end > 0) {
            List<String> lines = new String(bytes, 0, end, UTF_8).lines().toList();
            store(lines, new SourcePosition(Long.toString(begin + end)));
        } else if (bytes.length == BLOCK_BYTES) {
            throw new IOException("A line of more than " + BLOCK_BYTES + " bytes begins at offset " + begin);
        } else {
            Clock.system().sleep(LOOK_MILLIS);
        }
    }

    private static int afterLastNewline(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
