package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    private static final Passwords PASSWORDS = new Passwords();
    private static final List<String> CONTEXT = List.of("m.tanaka@midorihama.example", "みどり浜光機株式会社");

    @ParameterizedTest
    @CsvSource({
        "short1, short",
        "あいうえおかきくけ, short",
        "aaaaaaaaaaaaaa, repeated",
        "abababababab, repeated",
        "123456789012, rows",
        "qwertyuiop[], rows",
        "1qaz2wsx3edc4rfv, rows",
        "password1234, common",
        "P@ssw0rd2026!!, common",
        "Welcome-2026-11, common",
        "iloveyou123456, common",
        "letmeinletmein, common",
        "sakurasakura01, common",
        "パスワード123456789, common",
        "adminadmin2026, common",
        "m.tanaka-garden-lamp, own",
        "m.t4naka-garden-lamp, own",
        "みどり浜光機の倉庫の鍵束, own"
    })
    void refusesWhatIsEasyToGuess(String password, String code) {
        assertThat(PASSWORDS.weakness(password, CONTEXT))
                .map(Passwords.Weakness::code)
                .contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "琥珀色の路面電車で海へ帰る",
                "correct horse battery staple",
                "kettle-harbour-violin",
                "Xq7#mVw2!pLz9$",
                "雨の日は図書室で昼寝する"
            })
    void takesASentenceOrSomethingRandom(String password) {
        assertThat(PASSWORDS.weakness(password, CONTEXT)).isEmpty();
    }

    @Test
    void hashesWithArgon2idAndSaltAndTakesBothFormsOfALetterForOne() {
        String hash = PASSWORDS.encode("ｋettle-harbour-violin");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(PASSWORDS.encode("ｋettle-harbour-violin")).isNotEqualTo(hash);
        assertThat(PASSWORDS.matches("kettle-harbour-violin", hash)).isTrue();
        assertThat(PASSWORDS.matches("Kettle-harbour-violin", hash)).isFalse();
        assertThat(PASSWORDS.matches("nobody has this password", null)).isFalse();
    }
}
