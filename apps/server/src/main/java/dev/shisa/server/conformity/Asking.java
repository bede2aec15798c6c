package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.product.Guides;

/**
 * What a page is limited to: a guide ({@code sme-guide}), or one of its requirements ({@code sme-guide/SME-3}; those of
 * JC-STAR ★1 by their number alone).
 *
 * @param number empty: the whole guide
 */
record Asking(String framework, String number) {

    static Asking parse(String text, Catalogue catalogue) {
        return catalogue.framework(text).isPresent()
                ? new Asking(text, "")
                : RequirementId.parse(text)
                        .map(id -> new Asking(id.framework(), id.number()))
                        .orElse(new Asking(Guides.STAR1, text));
    }

    boolean names(RequirementId id) {
        return id.framework().equals(framework)
                && (number.isEmpty() || id.number().equals(number));
    }
}
