package dev.shisa.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Values are refused where facts are made. */
class VocabularyTest {

    private final Vocabulary vocabulary = Mini.catalogue().vocabulary();

    private List<Refusal.Reason> check(String slot, Value value) {
        return vocabulary.check(Slot.parse(slot).orElseThrow(), value).stream()
                .map(Refusal::reason)
                .toList();
    }

    @Test
    void takesWhatFits() {
        assertThat(check("login.mechanisms", Value.words("web", "ssh"))).isEmpty();
        assertThat(check("login.password.length[web]", Value.whole(8))).isEmpty();
        assertThat(check("asset.kind[a]", Value.words("secret", "personal"))).isEmpty();
        assertThat(check("asset.kind[a]", Value.words("personal", "public"))).isEmpty();
        assertThat(check("asset.kind[a]", Value.words("none"))).isEmpty();
        assertThat(check("flow.asset[f]", Value.word("a1"))).isEmpty();
    }

    @Test
    void refusesTheRest() {
        assertThat(check("no.such", Value.flag(true))).containsExactly(Refusal.Reason.UNKNOWN_KEY);
        assertThat(check("network.used", Value.word("yes"))).containsExactly(Refusal.Reason.WRONG_TYPE);
        assertThat(check("login.password.default[web]", Value.word("x"))).containsExactly(Refusal.Reason.NOT_A_CHOICE);
        assertThat(check("login.password.length[web]", Value.whole(-1))).containsExactly(Refusal.Reason.BELOW_MIN);
        assertThat(check("login.password.length[web]", Value.whole(257))).containsExactly(Refusal.Reason.ABOVE_MAX);
        assertThat(check("login.password.length", Value.whole(8))).containsExactly(Refusal.Reason.ITEM_MISSING);
        assertThat(check("network.used[web]", Value.flag(true))).containsExactly(Refusal.Reason.ITEM_UNEXPECTED);
        assertThat(check("login.mechanisms", Value.words("web page"))).containsExactly(Refusal.Reason.NOT_AN_ITEM_CODE);
        assertThat(check("flow.asset[f]", Value.word(""))).containsExactly(Refusal.Reason.NOT_AN_ITEM_CODE);
        assertThat(check("asset.kind[a]", Value.words("none", "secret"))).containsExactly(Refusal.Reason.NOT_ALONE);
        assertThat(check("asset.kind[a]", Value.words("secret", "public")))
                .containsExactly(Refusal.Reason.NOT_TOGETHER);
        assertThat(check("login.password.length", Value.flag(true)))
                .containsExactly(Refusal.Reason.ITEM_MISSING, Refusal.Reason.WRONG_TYPE);
    }
}
