package dev.shisa.server.psirt;

import dev.shisa.server.advisory.AdvisoryContent;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Publishing, rehearsed in a drill: a draft, its check, the agreement of a second person, and the signed documents to look at. Drafts
 * and agreements are entries of the drill and the documents its files, so all of it stays with those who work on the drill. It never
 * becomes an advisory of the maker's: nothing of it stands where advisories are kept, numbered, listed, published or told from, and the
 * key that signs is made for it and forgotten, so that a document that gets out proves nothing.
 */
@Component
class Rehearsal {

    /** What changes what would be published; whoever agreed has not seen it. */
    private static final Set<EntryKind> CHANGES = EnumSet.of(
            EntryKind.DRAFTED,
            EntryKind.DESCRIBED,
            EntryKind.CONCERNS,
            EntryKind.RATED,
            EntryKind.PLAN,
            EntryKind.TAKEN_BACK);

    private final CaseAdvisories contents;
    private final OwnAdvisories advisories;
    private final Blobs blobs;
    private final Messages messages;

    Rehearsal(CaseAdvisories contents, OwnAdvisories advisories, Blobs blobs, Messages messages) {
        this.contents = contents;
        this.advisories = advisories;
        this.blobs = blobs;
        this.messages = messages;
    }

    /** @throws Problem 409 for a real case, whose advisories are written as such */
    void requireDrill(Case one) {
        if (!one.drill()) {
            throw new Problem(409, "psirt.rehearsal.real");
        }
    }

    /** @throws Problem 409 without a draft, 403 for who wrote it, 422 while something is missing or wrong in it */
    void requireMayAgree(Case one, Person person) {
        requireDrill(one);
        Entry draft = one.last(EntryKind.DRAFTED).orElseThrow(() -> new Problem(409, "psirt.rehearsal.draft"));
        if (person.id().equals(draft.byId())) {
            throw new Problem(403, "psirt.rehearsal.second");
        }
        OwnAdvisories.Checkup wrong = check(one, person);
        if (!wrong.isSound()) {
            throw new Problem(
                    422,
                    "psirt.rehearsal.wrong",
                    wrong.missing().size() + wrong.faults().size());
        }
    }

    /** Whether a second person agreed to what would be published now. */
    static boolean isAgreed(Case one) {
        for (Entry entry : one.entries().reversed()) {
            if (one.holds(entry) && entry.kind() == EntryKind.AGREED) {
                return true;
            }
            if (CHANGES.contains(entry.kind())) {
                return false;
            }
        }
        return false;
    }

    /** @throws Problem 409 before a second person agreed */
    void requireAgreed(Case one) {
        if (!isAgreed(one)) {
            throw new Problem(409, "psirt.rehearsal.agreed");
        }
    }

    /** What is missing and wrong in the last draft, of which there is one. */
    OwnAdvisories.Checkup check(Case one, Person person) {
        return advisories.checkup(content(one, person), tracking(one));
    }

    /** The documents as they would be published, with their signatures and the key to check them with. */
    List<StoredFile> documents(Case one, Person person) {
        return advisories.rehearse(content(one, person), tracking(one)).stream()
                .map(made -> blobs.store(made.bytes(), made.name()))
                .toList();
    }

    private AdvisoryContent content(Case one, Person person) {
        Locale locale = Locale.of(one.about("lang").equals("en") ? "en" : "ja");
        return contents.rehearsed(
                one,
                one.last(EntryKind.DRAFTED).orElseThrow(),
                messages.get(locale, "psirt.drill.mark"),
                locale.getLanguage(),
                person);
    }

    /** No number of an advisory: it begins with another word, and is not counted. */
    private static String tracking(Case one) {
        return "DRILL-" + one.number();
    }
}
