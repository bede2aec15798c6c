package dev.shisa.server.shipment;

import java.util.List;

/** What pages show of the answer to "may it be shipped?". */
public final class ShippingView {

    private ShippingView() {}

    /**
     * The answer.
     *
     * @param state the shape that stands for it
     */
    public record May(String state, String words, List<Ground> grounds) {}

    /** One ground, why, and where there is more. */
    public record Ground(String state, String name, List<String> sentences, String href) {}
}
