package dev.shisa.probe.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LockWordsTest {

    private static final Pattern LOCK = Pattern.compile("(?i)locked|ロック|しばらく");

    @Test
    void theSentenceIsTheSameWhateverItCounts() {
        assertThat(LockWords.in("<p>違います。あと3回違うと、しばらく入れなくなります。</p>", LOCK))
                .isEqualTo(LockWords.in("<p>違います。あと 12 回違うと、しばらく入れなくなります。</p>", LOCK))
                .contains("あと回違うと、しばらく入れなくなります");
        assertThat(LockWords.in("Wrong. 2 tries left, then locked.\r\nlogin:", LOCK))
                .isEqualTo(LockWords.in("Wrong. 1 tries left, then locked.\r\nlogin:", LOCK));
    }

    @Test
    void anotherSentenceIsAnother() {
        assertThat(LockWords.in("Wrong. 2 tries left, then locked.", LOCK))
                .isNotEqualTo(LockWords.in("Wrong. Now locked for 60 s.", LOCK));
    }

    @Test
    void whatTellsOfNoLockHasNone() {
        assertThat(LockWords.in("Login incorrect", LOCK)).isEmpty();
    }
}
