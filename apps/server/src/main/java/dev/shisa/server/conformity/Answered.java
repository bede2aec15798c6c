package dev.shisa.server.conformity;

import java.util.List;

/**
 * What became of an answer that was just given, told on the page to which it leads back.
 *
 * @param said the question and what was answered
 * @param other what counts instead; empty: this answer does
 * @param turned the verdicts that came out otherwise than before; empty: none
 */
public record Answered(String said, String other, List<Turned> turned) {

    public Answered {
        turned = List.copyOf(turned);
    }
}
