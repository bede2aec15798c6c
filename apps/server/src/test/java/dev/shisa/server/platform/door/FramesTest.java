package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final Duration MAX = Duration.ofSeconds(15);
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Frames frames = new Frames();
    private long now;

    private void come(byte[] bytes) {
        frames.look(ByteBuffer.wrap(bytes), 0, bytes.length, now);
    }

    private boolean isLateAfter(int seconds) {
        return frames.isLate(now + Duration.ofSeconds(seconds).toNanos(), MAX);
    }

    private static byte[] frame(int type, int flags, int length, int come) {
        ByteBuffer frame =
                ByteBuffer.allocate(9 + come).put((byte) (length >> 16)).putShort((short) length);
        return frame.put((byte) type).put((byte) flags).putInt(1).array();
    }

    @Test
    void aPrefaceComesInTime() {
        assertThat(isLateAfter(100)).isFalse();
        come(java.util.Arrays.copyOf(PREFACE, 3));
        assertThat(isLateAfter(10)).isFalse();
        assertThat(isLateAfter(16)).isTrue();
        come(java.util.Arrays.copyOfRange(PREFACE, 3, PREFACE.length));
        assertThat(isLateAfter(16)).isFalse();
    }

    @Test
    void aFrameComesInTimeHoweverItIsCut() {
        come(PREFACE);
        byte[] head = frame(1, 4, 20, 20);
        for (int cut = 1; cut < head.length; cut++) {
            come(java.util.Arrays.copyOf(head, cut));
            now += Duration.ofSeconds(10).toNanos();
            assertThat(isLateAfter(0)).as("cut at " + cut).isFalse();
            assertThat(isLateAfter(6)).as("cut at " + cut).isTrue();
            come(java.util.Arrays.copyOfRange(head, cut, head.length));
            assertThat(isLateAfter(100)).as("cut at " + cut).isFalse();
        }
    }

    @Test
    void aFrameThatBeginsWhereAnotherEndsHasItsOwnTime() {
        come(PREFACE);
        come(frame(6, 0, 8, 4));
        now += Duration.ofSeconds(14).toNanos();
        come(new byte[] {0, 0, 0, 0, 0, 0, 8, 6});
        assertThat(isLateAfter(14)).isFalse();
        assertThat(isLateAfter(16)).isTrue();
    }

    @Test
    void aHeadComesInTimeInHoweverManyFrames() {
        come(PREFACE);
        come(frame(1, 0, 20, 20));
        for (int i = 0; i < 4; i++) {
            now += Duration.ofSeconds(4).toNanos();
            come(frame(9, 0, 3, 3));
        }
        assertThat(isLateAfter(0)).isTrue();
        come(frame(9, 4, 0, 0));
        assertThat(isLateAfter(100)).isFalse();
    }

    @Test
    void aBodyHasATimeOfItsOwn() {
        come(PREFACE);
        come(frame(0, 0, 70_000, 10));
        assertThat(isLateAfter(100)).isFalse();
        come(new byte[69_990]);
        come(frame(8, 0, 4, 2));
        assertThat(isLateAfter(16)).isTrue();
    }
}
