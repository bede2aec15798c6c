package dev.shisa.server.ledger;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.Ui;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find a record by its whole number, for who reads them. */
@Component
record RecordSearch(LedgerRecords records, Messages messages) implements SearchSource {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(Ui.ZONE);

    @Override
    public int position() {
        return 80;
    }

    @Override
    public String id() {
        return "records";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        String number = java.text.Normalizer.normalize(query, java.text.Normalizer.Form.NFKC);
        Matcher form = RecordPages.NUMBER.matcher(number);
        Optional<LedgerRecord> found = person.can(Act.READ_AUDIT) && form.matches()
                ? records.at(RecordPages.position(form))
                : Optional.empty();
        return found.stream()
                .map(record -> new Hit(
                        number,
                        Stream.of(
                                        messages.get(locale, "ledger.kind." + LedgerRecords.family(record.kind())),
                                        MINUTE.format(record.at()))
                                .collect(java.util.stream.Collectors.joining(" · ")),
                        "/records/" + number,
                        ""))
                .toList();
    }
}
