package dev.shisa.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * An answer that lies whole in memory until whoever asked has taken its last byte. Somebody who takes it slowly decides how long that
 * is, so who answers says how much it is, and whoever let the request in may refuse it.
 */
public final class WholeAnswer {

    private static final String ATTRIBUTE = WholeAnswer.class.getName();

    private WholeAnswer() {}

    /** Who says how much may lie there. */
    @FunctionalInterface
    public interface Limit {

        /**
         * Counts bytes as lying there until the request has ended.
         *
         * @throws dev.shisa.server.platform.Problem if it is too much
         */
        void take(int bytes);
    }

    /** From now on answers to this request are counted. */
    public static void limit(HttpServletRequest request, Limit limit) {
        request.setAttribute(ATTRIBUTE, limit);
    }

    /**
     * Says that an answer to the request is about to lie there; before anything of it is sent.
     *
     * @throws dev.shisa.server.platform.Problem if it is too much
     */
    public static void lies(HttpServletRequest request, int bytes) {
        if (request.getAttribute(ATTRIBUTE) instanceof Limit limit) {
            limit.take(bytes);
        }
    }
}
