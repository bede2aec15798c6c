package dev.shisa.server.platform.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadLinesTest {

    private static final String FOLDED = "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n";

    private static String looked(HeadLines heads, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        heads.look(bytes, 0, bytes.limit(), 0);
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
        String chunks =
                "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n5;a=b\r\n\n b\n \r\n0a\r\n\n \n \n \n \n \r\n0\r\n"
                        + "X-A: b\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        assertThat(looked(new HeadLines(), chunks)).isEqualTo(chunks);
    }

    @Test
    void theHeadsThatFollowAreLookedAtToo() {
        String plain = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(looked(new HeadLines(), plain + FOLDED)).contains("\n\u0001c");
        for (String before : new String[] {
            "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na\n ",
            "POST / HTTP/1.1\r\ncontent-length:0\r\nExpect: 100-continue\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\n \r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\r\n\r\n"
        }) {
            String all = before + FOLDED;
            for (int cut = 0; cut <= all.length(); cut++) {
                HeadLines heads = new HeadLines();
                String seen = looked(heads, all.substring(0, cut)) + looked(heads, all.substring(cut));
                assertThat(seen).as("cut at " + cut).isEqualTo(before + FOLDED.replace("\n c", "\n\u0001c"));
            }
        }
        assertThat(looked(
                        new HeadLines(),
                        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\r\n c\r\n\r\n"))
                .contains("\n\u0001c");
    }

    @Test
    void whereNobodyKnowsHowFarABodyGoesNothingGetsPast() {
        for (String before : new String[] {
            "POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: " + " ".repeat(1_000) + "3\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: " + "9".repeat(30) + "\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\naa"
        }) {
            assertThat(looked(new HeadLines(), before + "\r\n" + FOLDED))
                    .as(before)
                    .endsWith("\u0001".repeat(FOLDED.length()));
        }
    }

    @Test
    void whatComesLineByLineHasATimeInAllAndSoHasABody() {
        Duration max = Duration.ofSeconds(15);
        for (String begun : new String[] {
            "\r",
            "GET",
            "GET / HTTP/1.1\r\nX",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;a",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\r\n"
        }) {
            HeadLines heads = new HeadLines();
            looked(heads, begun);
            assertThat(heads.isLate(max.toNanos(), max)).as(begun).isFalse();
            assertThat(heads.isLate(max.toNanos() + 1, max)).as(begun).isTrue();
        }
        HeadLines heads = new HeadLines();
        looked(heads, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na");
        assertThat(heads.isLate(Sender.PERSON.allowedNanos(1), max)).isFalse();
        assertThat(heads.isLate(Sender.PERSON.allowedNanos(1) + 1, max)).isTrue();
        looked(heads, "bc");
        assertThat(heads.isLate(Long.MAX_VALUE, max)).isFalse();
    }

    @Test
    void aRequestWithoutAVersionAndManyBlankLinesAreSpoiled() {
        for (String line :
                new String[] {"GET /\r\n", "GET /\n", "GET\t/x\n", "GET\r\n", "\r\nGET  /" + "x".repeat(900) + "\n"}) {
            assertThat(looked(new HeadLines(), line)).endsWith("\u0001");
        }
        assertThat(looked(new HeadLines(), "\r\n".repeat(4) + "GET / HTTP/1.1\r\n\r\n".repeat(2)))
                .doesNotContain("\u0001");
        assertThat(looked(new HeadLines(), "\r\n".repeat(5))).endsWith("\u0001\u0001");
    }
}
