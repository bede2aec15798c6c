package dev.shisa.server.product;

import java.util.List;

/**
 * All that a person may open; public because templates live in a package of their own.
 *
 * @param product name of the product that {@code ofProduct} is about; empty: there is none
 */
public record MapView(String product, List<Section> ofProduct, List<Section> ofCompany, List<Section> always) {

    public MapView {
        ofProduct = List.copyOf(ofProduct);
        ofCompany = List.copyOf(ofCompany);
        always = List.copyOf(always);
    }

    /** @param id its icon */
    public record Section(String id, String name, List<Line> pages) {

        public Section {
            pages = List.copyOf(pages);
        }
    }

    /** @param purpose what the page is for, in a sentence */
    public record Line(String name, String href, String purpose) {}
}
