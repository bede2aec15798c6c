package dev.shisa.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void readsTheInputsOfAPage() {
        Form form = Form.in("""
                <input type="hidden" name="key" value="login.mechanisms">
                <input type="radio" name="answer-value" value="a &amp; b"><input type="radio" name="answer-value" value="?">
                <textarea class="input" name="add" rows="3"></textarea>""");
        assertThat(form.value("key")).contains("login.mechanisms");
        assertThat(form.choices("answer-value")).containsExactly("a & b");
        assertThat(form.has("add")).isTrue();
        assertThat(form.has("answer-detail")).isFalse();
    }
}
