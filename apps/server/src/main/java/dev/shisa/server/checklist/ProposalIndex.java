package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.server.catalogue.Catalogues;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is proposed for a row, by an index over the edition in force that is made once. */
@Component
class ProposalIndex {

    /** Of each kind; who wants others searches. */
    private static final int PROPOSALS_MAX = 6;

    private final Catalogues catalogues;

    private record Index(String edition, Proposals proposals) {}

    private volatile @Nullable Index index;

    ProposalIndex(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    /**
     * What a row may rest on and does not yet.
     *
     * @param words empty: what the row itself suggests
     */
    List<Proposals.Proposal> of(JudgedRow row, String words) {
        String sought = words.isBlank() ? row.row().number() + " " + row.row().question() : words.strip();
        Set<Basis> tied = row.parts().stream().map(part -> part.tie().basis()).collect(Collectors.toSet());
        return current().of(sought, PROPOSALS_MAX).stream()
                .filter(p -> p.requirement() == null || !tied.contains(new Basis.Asked(p.requirement())))
                .toList();
    }

    private Proposals current() {
        Catalogue catalogue = catalogues.current();
        String edition = catalogue.edition() + " " + catalogue.references().edition();
        Index known = index;
        if (known == null || !known.edition().equals(edition)) {
            known = new Index(edition, new Proposals(catalogue));
            index = known;
        }
        return known.proposals();
    }
}
