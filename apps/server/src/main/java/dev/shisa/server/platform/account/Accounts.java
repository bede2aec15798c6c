package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.outgoing.MailServer;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The life of an account: the first owner, invitations, passwords, roles, the end. Every change is in the audit. */
@Component
class Accounts {

    static final int NAME_LENGTH_MAX = 100;
    static final int EMAIL_LENGTH_MAX = 254;

    private final PersonStore store;
    private final OneTimeLinks links;
    private final Sessions sessions;
    private final HeldTokens tokens;
    private final SignIns signIns;
    private final EmergencyAccounts emergency;
    private final HalfSignIns halfSignIns;
    private final GuestLinks guests;
    private final ObjectProvider<NeedToKnow> needs;
    private final Settings settings;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Accounts(
            PersonStore store,
            OneTimeLinks links,
            Sessions sessions,
            HeldTokens tokens,
            SignIns signIns,
            EmergencyAccounts emergency,
            HalfSignIns halfSignIns,
            GuestLinks guests,
            ObjectProvider<NeedToKnow> needs,
            Settings settings,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.links = links;
        this.sessions = sessions;
        this.tokens = tokens;
        this.signIns = signIns;
        this.emergency = emergency;
        this.halfSignIns = halfSignIns;
        this.guests = guests;
        this.needs = needs;
        this.settings = settings;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    boolean isSetUp() {
        return !store.isEmpty();
    }

    /** A set-up link as long as there is nobody; an earlier one ends. */
    @Transactional
    Optional<String> setUpLink() {
        if (isSetUp()) {
            links.revoke(OneTimeLinks.Purpose.SET_UP, null);
            return Optional.empty();
        }
        return Optional.of(links.create(OneTimeLinks.Purpose.SET_UP, null));
    }

    /** Uses the set-up link up and makes the first owner; who came second finds the link used. */
    @Transactional
    Person createFirstOwner(String secret, String name, String email, String passwordHash, String language) {
        if (isSetUp() || links.use(OneTimeLinks.Purpose.SET_UP, secret).isEmpty()) {
            throw new Problem(410, "link.set-up");
        }
        Account account = account(email, name, language, Set.of(Role.OWNER, Role.QUALITY), Set.of(), passwordHash);
        store.insert(account);
        // Facts about the organisation have a subject from the first page on; its name may follow later.
        settings.set(Settings.ORGANISATION_ID, ids.next().toString());
        FactorPolicy.atFirst(clock.instant()).write(settings);
        audit.record(account.person(), "set-up", account.email(), Map.of());
        store.signedIn(account.id(), clock.instant());
        return account.person();
    }

    /** Makes an account without a password and gives the path of its invitation. */
    @Transactional
    Invited invite(String name, String email, String language, Set<Role> roles, Set<UUID> series) {
        requireDeciding();
        refuseLimitedOwner(roles, series);
        Account account = account(email, name, language, roles, series, null);
        try {
            store.insert(account);
        } catch (DuplicateKeyException e) {
            throw new Problem(409, "person.email.taken", email);
        }
        Map<String, Object> details = new HashMap<>(Map.of("name", name, "roles", words(roles)));
        noteNamesakes(details, account.person());
        audit.record("person.invite", account.email(), details);
        return new Invited(account.id(), links.create(OneTimeLinks.Purpose.INVITATION, account.id()));
    }

    record Invited(UUID id, String path) {}

    /** The other accounts in use whose name reads the same: a second person, or a second account of the same one. */
    List<Account> namesakes(String name, @Nullable UUID own) {
        String read = Person.read(name);
        return store.all().stream()
                .filter(other -> other.disabledAt() == null && !other.id().equals(own))
                .filter(other -> other.person().nameRead().equals(read))
                .toList();
    }

    private void noteNamesakes(Map<String, Object> details, Person person) {
        List<Account> others = namesakes(person.name(), person.id());
        if (!others.isEmpty()) {
            details.put("same-name", others.stream().map(Account::email).collect(Collectors.joining(", ")));
        }
    }

    /** Whether a new password for this account takes two. An invitation does not: who never came in knows nothing yet. */
    boolean takesTwo(Account account) {
        return account.state() == Account.State.ACTIVE && needs.stream().anyMatch(need -> need.has(account.person()));
    }

    /**
     * A new way in for somebody: an invitation that ran out, or a forgotten password. Earlier links end.
     *
     * @throws Problem 409 if it takes two ({@link LinkRequests}), and it is not the machine that makes it
     */
    @Transactional
    String newLink(Account account, Map<String, String> details) {
        requireDeciding();
        if (ActInterceptor.signedIn() != null && takesTwo(account)) {
            throw new Problem(409, "link.two", account.name());
        }
        return linkOfTwo(account, details);
    }

    /** The same where it is seen to that two want it. */
    String linkOfTwo(Account account, Map<String, String> details) {
        if (account.disabledAt() != null) {
            throw new Problem(409, "person.disabled", account.name());
        }
        OneTimeLinks.Purpose purpose =
                account.state() == Account.State.INVITED ? OneTimeLinks.Purpose.INVITATION : OneTimeLinks.Purpose.RESET;
        signIns.forget(account.email());
        audit.record("person.link", account.email(), details);
        return links.create(purpose, account.id());
    }

    /** Whose account a link opens, while it can be used. */
    Optional<Account> holder(OneTimeLinks.Purpose purpose, String secret) {
        return links.find(purpose, secret)
                .map(OneTimeLinks.Link::person)
                .flatMap(store::byId)
                .filter(account -> account.disabledAt() == null);
    }

    /** Uses a link up for a new password; everything that was signed in with the old one ends, and every token. */
    @Transactional
    Person choosePassword(OneTimeLinks.Purpose purpose, String secret, String passwordHash) {
        Account account = links.use(purpose, secret)
                .map(OneTimeLinks.Link::person)
                .flatMap(store::byId)
                .filter(found -> found.disabledAt() == null)
                .orElseThrow(() -> new Problem(410, "link.used"));
        store.setPassword(account.id(), passwordHash);
        sessions.closeOthers(account.id(), null);
        tokens.endAll(account.id(), account.person());
        halfSignIns.closeAll(account.id());
        signIns.forget(account.email());
        store.signedIn(account.id(), clock.instant());
        boolean past = purpose == OneTimeLinks.Purpose.RESET && SignInPolicy.isProvidersOnly(settings);
        if (account.emergency() || past) {
            emergency.used(account.person(), "link", "");
        }
        audit.record(
                account.person(),
                purpose == OneTimeLinks.Purpose.INVITATION ? "person.join" : "password.reset",
                account.email(),
                Map.of());
        return account.person();
    }

    /** @param keepTokens whether programs go on calling with what they have */
    @Transactional
    void changePassword(Person person, String passwordHash, boolean keepTokens, HttpServletRequest request) {
        store.setPassword(person.id(), passwordHash);
        int ended = keepTokens ? 0 : tokens.endAll(person.id(), person);
        int closed = sessions.closeOthers(person.id(), request);
        halfSignIns.closeAll(person.id());
        links.revoke(OneTimeLinks.Purpose.RESET, person.id());
        audit.record(
                person, "password.change", person.email(), Map.of("sessions-closed", closed, "tokens-ended", ended));
    }

    @Transactional
    void changeOwn(Person person, String name, String language) {
        store.updateOwn(person.id(), name, language);
        audit.record(person, "account.change", person.email(), Map.of("name", name, "language", language));
    }

    /**
     * Changes name, roles and scope.
     *
     * @return false if somebody else changed the person since {@code version}
     */
    @Transactional
    boolean change(Account before, int version, String name, Set<Role> roles, Set<UUID> series) {
        requireDeciding();
        refuseLimitedOwner(roles, series);
        if (before.roles().contains(Role.OWNER) && !roles.contains(Role.OWNER)) {
            keepOneOwner(before);
        }
        if (before.emergency() && (!roles.contains(Role.OWNER) || !series.isEmpty())) {
            throw new Problem(409, "emergency.owner", before.name());
        }
        if (!store.update(before.id(), version, name, roles, series)) {
            return false;
        }
        Map<String, Object> details = new HashMap<>();
        if (!before.name().equals(name)) {
            details.put("name", name);
            noteNamesakes(details, store.byId(before.id()).orElseThrow().person());
        }
        if (!before.roles().equals(roles)) {
            links.revoke(OneTimeLinks.Purpose.RESET, before.id());
            details.put("roles-before", words(before.roles()));
            details.put("roles", words(roles));
        }
        if (!before.series().equals(series)) {
            details.put("series", series.size());
        }
        audit.record("person.change", before.email(), details);
        return true;
    }

    /**
     * Ends the account, and what opens with it.
     *
     * @param withGuests whether the links for people outside that this person made end too
     */
    @Transactional
    void disable(Account account, boolean withGuests) {
        requireDeciding();
        if (account.roles().contains(Role.OWNER)) {
            keepOneOwner(account);
        }
        emergency.unmark(account);
        store.setDisabled(account.id(), clock.instant());
        sessions.closeOthers(account.id(), null);
        tokens.endAll(account.id(), ActInterceptor.signedIn());
        links.revoke(OneTimeLinks.Purpose.INVITATION, account.id());
        links.revoke(OneTimeLinks.Purpose.RESET, account.id());
        audit.record("person.disable", account.email(), Map.of());
        if (withGuests) {
            guests.end(account);
        }
    }

    /** The links for people outside that this person made, as far as they open something. */
    List<PeopleView.Guest> guests(Account account) {
        return guests.open(account.id());
    }

    /** These links open nothing from now on. */
    @Transactional
    void endGuests(Account account) {
        requireDeciding();
        guests.end(account);
    }

    @Transactional
    void enable(Account account) {
        requireDeciding();
        // Also those of accounts that ended when their tokens did not yet, and a sign-in that was under way then.
        tokens.endAll(account.id(), ActInterceptor.signedIn());
        sessions.closeOthers(account.id(), null);
        store.setDisabled(account.id(), null);
        audit.record("person.enable", account.email(), Map.of());
    }

    // By a provider.

    /** Makes an account for somebody whom a provider knows; without a password. */
    @Transactional
    Account createByProvider(
            IdentityProvider provider, String email, String name, String language, RoleMapping.Row as) {
        Account account = new Account(
                ids.next(),
                email,
                name,
                language,
                null,
                as.given(),
                as.series(),
                null,
                clock.instant(),
                null,
                1,
                clock.instant(),
                false,
                null);
        try {
            store.insert(account);
        } catch (DuplicateKeyException e) {
            throw new Problem(409, "person.email.taken", email);
        }
        Map<String, Object> details =
                new HashMap<>(Map.of("provider", provider.name(), "value", as.value(), "roles", words(as.given())));
        noteNamesakes(details, account.person());
        audit.record(account.person(), "person.create-by-provider", email, details);
        return account;
    }

    /** Takes up an invitation without choosing a password. */
    @Transactional
    Account joinByProvider(byte[] invitation, IdentityProvider provider) {
        Account account = links.useHash(OneTimeLinks.Purpose.INVITATION, invitation)
                .map(OneTimeLinks.Link::person)
                .flatMap(store::byId)
                .filter(found -> found.disabledAt() == null)
                .orElseThrow(() -> new Problem(410, "link.used"));
        store.setJoined(account.id(), clock.instant());
        audit.record(account.person(), "person.join", account.email(), Map.of("provider", provider.name()));
        return store.byId(account.id()).orElseThrow();
    }

    /**
     * What a provider's word makes of somebody's roles.
     *
     * @param as null: of nothing that gives roles here; then nothing is left, and every session ends
     * @throws Problem if the last owner would go
     */
    @Transactional
    Account giveRoles(
            Account account, IdentityProvider provider, RoleMapping.@org.jspecify.annotations.Nullable Row as) {
        Set<Role> roles = as == null ? Set.of() : as.given();
        Set<UUID> series = as == null ? account.series() : as.series();
        if (account.roles().equals(roles) && account.series().equals(series)) {
            return account;
        }
        if (account.roles().contains(Role.OWNER) && !roles.contains(Role.OWNER)) {
            keepOneOwner(account);
        }
        store.setRoles(account.id(), roles, series);
        links.revoke(OneTimeLinks.Purpose.RESET, account.id());
        if (as == null) {
            sessions.closeOthers(account.id(), null);
            tokens.endAll(account.id(), null);
        }
        audit.record(
                null,
                "person.roles-by-provider",
                account.email(),
                Map.of(
                        "provider",
                        provider.name(),
                        "value",
                        as == null ? "" : as.value(),
                        "roles-before",
                        words(account.roles()),
                        "roles",
                        words(roles),
                        "series",
                        series.size()));
        return store.byId(account.id()).orElseThrow();
    }

    /** Who owns an installation owns all of it: whom an owner invites could be unlimited anyway. */
    static void refuseLimitedOwner(Set<Role> roles, Set<UUID> series) {
        if (roles.contains(Role.OWNER) && !series.isEmpty()) {
            throw new Problem(409, "person.owner-limited");
        }
    }

    /** An owner whom an older version limited decides about people only while there is nobody else who can. */
    void requireDeciding() {
        Person by = ActInterceptor.signedIn();
        if (by != null && !by.series().isEmpty() && store.hasUnlimitedOwner()) {
            by.requireAll();
        }
    }

    private void keepOneOwner(Account leaving) {
        List<UUID> owners = new ArrayList<>(store.lockActiveOwners());
        owners.remove(leaving.id());
        if (owners.isEmpty()) {
            throw new Problem(409, "person.last-owner", leaving.name());
        }
    }

    private Account account(
            String email,
            String name,
            String language,
            Set<Role> roles,
            Set<UUID> series,
            @org.jspecify.annotations.Nullable String hash) {
        return new Account(
                ids.next(),
                email,
                name,
                language,
                hash,
                roles,
                series,
                null,
                clock.instant(),
                null,
                1,
                null,
                false,
                null);
    }

    private static String words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::id).collect(Collectors.joining(" "));
    }

    // What a form may hold.

    static void checkName(Ui ui, Mistakes mistakes, String name) {
        if (name.isEmpty()) {
            mistakes.add("name", ui.t("account.name.missing"));
        } else if (name.length() > NAME_LENGTH_MAX) {
            mistakes.add("name", ui.t("account.name.long", name.length(), NAME_LENGTH_MAX));
        } else if (Signs.areHidden(name)) {
            mistakes.add("name", ui.t("account.name.hidden"));
        }
    }

    /** That somebody who is to be named like another one really is another person. */
    static void checkNamesakes(Ui ui, Mistakes mistakes, List<Account> namesakes, boolean another) {
        if (!namesakes.isEmpty() && !another) {
            mistakes.add("another", ui.t("people.namesake.missing"));
        }
    }

    static boolean isEmail(String text) {
        return text.length() <= EMAIL_LENGTH_MAX && MailServer.isAddress(text);
    }

    static void checkEmail(Ui ui, Mistakes mistakes, String email) {
        if (email.isEmpty()) {
            mistakes.add("email", ui.t("account.email.missing"));
        } else if (!isEmail(email)) {
            mistakes.add("email", ui.t("account.email.wrong"));
        }
    }

    static Set<Role> roles(List<String> ids) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (ids.contains(role.id())) {
                roles.add(role);
            }
        }
        return roles;
    }
}
