package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadLinesTest {

    private static final String FOLDED = "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n";

    private static String looked(HeadLines heads, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        heads.look(bytes, 0, bytes.limit());
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFoldIsSpoiledWhereverTheBytesAreCut() {
        Random random = new Random(19);
        for (String fold : new String[] {FOLDED, FOLDED.replace("\r\n", "\n"), FOLDED.replace("\r\n c", "\r\n\tc")}) {
            for (int cut = 0; cut <= fold.length(); cut++) {
                HeadLines heads = new HeadLines();
                int second = cut + random.nextInt(fold.length() - cut + 1);
                String seen = looked(heads, fold.substring(0, cut))
                        + looked(heads, fold.substring(cut, second))
                        + looked(heads, fold.substring(second));
                assertThat(seen).as("cut at " + cut + " and " + second).contains("\n\u0001c");
            }
        }
    }

    @Test
    void nothingElseIsTouched() {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nX-A:   b  \r\nContent-Length: 8\r\n\r\na\r\n b\r\n ";
        assertThat(looked(new HeadLines(), post)).isEqualTo(post);
        String http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n \n \n\t";
        assertThat(looked(new HeadLines(), http2)).isEqualTo(http2);
    }

    @Test
    void theHeadsThatFollowAreLookedAtToo() {
        String plain = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(looked(new HeadLines(), plain + FOLDED)).contains("\n\u0001c");
        HeadLines heads = new HeadLines();
        looked(heads, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na\n ");
        heads.next();
        assertThat(looked(heads, FOLDED)).contains("\n\u0001c");
    }
}
