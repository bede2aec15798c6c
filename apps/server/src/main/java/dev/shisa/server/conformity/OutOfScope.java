package dev.shisa.server.conformity;

import java.util.List;

/**
 * That a guide is not about a series: nothing of it is decided, asked or filled in.
 *
 * @param covers which products the guide is about
 * @param because the answers by which this one is not
 */
public record OutOfScope(String covers, List<Because> because) {

    public OutOfScope {
        because = List.copyOf(because);
    }

    /**
     * One of those answers.
     *
     * @param detail the reason that was given with it; may be empty
     * @param href where it is answered again
     */
    public record Because(String question, String answer, String detail, String href) {}
}
