package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void whatIsNotShownIsNotRead() {
        assertThat(VisibleText.ofHtml("""
                <title>方針</title><style>p{color:red}</style><!-- not <b>this</b> -->
                <p>脆弱性の<b>連絡先</b>は</p><SCRIPT>var x = "</p>";</script ><template>no</template>
                <my-script>seen</my-script>psirt&#64;example.jp &amp;&nbsp;&lt;here&gt; &unknown; &""").lines().map(String::strip).filter(l -> !l.isEmpty()))
                .containsExactly("方針", "脆弱性の連絡先は", "seenpsirt@example.jp & <here> &unknown; &");
        assertThat(VisibleText.withoutTags("<w:p><w:t>a &lt; b</w:t></w:p>")).isEqualTo("a < b");
    }

    @Test
    void theEncodingIsTheOneThatIsNamed() {
        byte[] page = "<meta charset=Shift_JIS>連絡先".getBytes(Charset.forName("Shift_JIS"));
        assertThat(VisibleText.decode(page, "", page.length)).endsWith("連絡先");
        assertThat(VisibleText.decode("連絡先".getBytes(StandardCharsets.UTF_8), "text/html; charset=no-such", 100))
                .isEqualTo("連絡先");
        assertThat(VisibleText.decode("abcdef".getBytes(StandardCharsets.UTF_8), "", 3))
                .isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script ", "<", "<!--", "&", "&#", "</", "<p", "<script></", "<a \"", "<script></x>"})
    void aBrokenPageTakesNoLongerThanAWholeOne(String piece) {
        String page = piece.repeat((4 << 20) / piece.length());
        // With a search that begins anew at each piece this would take hours.
        assertThat(VisibleText.ofHtml(page).length()).isLessThanOrEqualTo(2 * page.length());
        assertThat(VisibleText.withoutTags(page).length()).isLessThanOrEqualTo(page.length());
    }

    @Test
    void anyTextIsReadToItsEnd() {
        Random random = new Random(41);
        String signs = "<>/!-&;#x script styleé連\n\"'";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder page = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                page.append(signs.charAt(random.nextInt(signs.length())));
            }
            String seen = VisibleText.ofHtml(page + "<p>end");
            assertThat(seen.length()).isLessThanOrEqualTo(page.length() + 20);
            if (page.indexOf("<") < 0) {
                assertThat(seen).endsWith("\nend");
            }
        }
    }
}
