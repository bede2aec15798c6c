package dev.shisa.server.audience;

import dev.shisa.server.platform.account.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes a whole list of businesses in, or nothing of it. Which of them are known, their addresses tell. */
@Component
class BusinessImport {

    private final Businesses businesses;
    private final BusinessStore store;

    BusinessImport(Businesses businesses, BusinessStore store) {
        this.businesses = businesses;
        this.store = store;
    }

    /** The same with what else is wrong; without faults it was taken. */
    @Transactional
    public BusinessFile.Read take(BusinessFile.Read read, Person person) {
        List<BusinessFile.Fault> faults = new ArrayList<>(read.faults());
        Set<String> mails = new HashSet<>();
        for (int i = 0; faults.isEmpty() && i < read.entries().size(); i++) {
            check(read.entries().get(i), read.lines().get(i), mails, faults);
        }
        if (!faults.isEmpty()) {
            return new BusinessFile.Read(List.of(), List.of(), faults);
        }
        for (Businesses.Entered entered : read.entries()) {
            Business known = store.byMail(entered.mail()).orElse(null);
            if (known == null) {
                businesses.add(entered, person);
            } else if (isOther(known, entered)) {
                businesses.change(known, known.version(), entered, person);
            }
        }
        return read;
    }

    private void check(Businesses.Entered entered, int line, Set<String> mails, List<BusinessFile.Fault> faults) {
        String code = store.byMail(entered.mail()).map(Business::code).orElse("");
        businesses
                .wrong(entered, code)
                .forEach(wrong -> faults.add(new BusinessFile.Fault(line, wrong.field(), wrong.why())));
        if (!mails.add(entered.mail().toLowerCase(Locale.ROOT))) {
            faults.add(new BusinessFile.Fault(line, "mail", "twice"));
        }
    }

    private static boolean isOther(Business known, Businesses.Entered entered) {
        return known.kind() != entered.kind()
                || !known.name().equals(entered.name().strip())
                || !known.contact().equals(entered.contact().strip())
                || !known.mail().equals(entered.mail())
                || !known.language().equals(entered.language())
                || known.everySeries() != entered.everySeries()
                || !Set.copyOf(known.series()).equals(Set.copyOf(entered.series()))
                || !known.note().equals(entered.note().strip())
                || known.active() != entered.active();
    }
}
