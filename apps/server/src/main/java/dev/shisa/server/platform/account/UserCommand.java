package dev.shisa.server.platform.account;

import dev.shisa.server.platform.admin.AdminCommand;
import dev.shisa.server.platform.admin.AdminReply;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Messages;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * {@code shisa user reset EMAIL}, {@code shisa user second-factor-off EMAIL} and {@code shisa user list}: the way back in
 * for whoever owns the machine.
 */
@Component
class UserCommand implements AdminCommand {

    private final PersonStore store;
    private final Accounts accounts;
    private final SecondFactors secondFactors;
    private final Messages messages;
    private final PublicAddress address;

    UserCommand(
            PersonStore store,
            Accounts accounts,
            SecondFactors secondFactors,
            Messages messages,
            PublicAddress address) {
        this.store = store;
        this.accounts = accounts;
        this.secondFactors = secondFactors;
        this.messages = messages;
        this.address = address;
    }

    @Override
    public String word() {
        return "user";
    }

    @Override
    public AdminReply answer(String rest, Locale locale) {
        if (rest.equals("list")) {
            return new AdminReply(AdminReply.DONE, list(locale));
        }
        if (rest.startsWith("reset ")) {
            return reset(rest.substring("reset ".length()).strip(), locale);
        }
        if (rest.startsWith("second-factor-off ")) {
            return secondFactorOff(rest.substring("second-factor-off ".length()).strip(), locale);
        }
        if (rest.startsWith("second-factor-roles ")) {
            return secondFactorRoles(
                    rest.substring("second-factor-roles ".length()).strip(), locale);
        }
        return new AdminReply(AdminReply.WRONG_USAGE, messages.get(locale, "account.admin.usage"));
    }

    /** For programs that set an installation up: of which roles a second factor is asked, or of none. */
    private AdminReply secondFactorRoles(String words, Locale locale) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words.equals("none") ? new String[0] : words.split(",", -1)) {
            Optional<Role> role = Arrays.stream(Role.values())
                    .filter(one -> one.id().equals(word))
                    .findFirst();
            if (role.isEmpty()) {
                return new AdminReply(AdminReply.WRONG_USAGE, messages.get(locale, "account.admin.usage"));
            }
            roles.add(role.get());
        }
        secondFactors.require(false, roles);
        return new AdminReply(
                AdminReply.DONE,
                roles.isEmpty()
                        ? messages.get(locale, "second-factor.policy.optional")
                        : messages.get(
                                locale,
                                "second-factor.policy.roles",
                                roles.stream()
                                        .map(role -> messages.get(locale, "role." + role.id()))
                                        .collect(Collectors.joining(messages.get(locale, "people.and")))));
    }

    /** The word that stands for whoever can mend everything: an emergency account if there is one, else the first owner. */
    private static final String OWNER = "owner";

    private Optional<Account> find(String email) {
        if (!email.equals(OWNER)) {
            return store.byEmail(email);
        }
        return store.all().stream()
                .filter(account ->
                        account.disabledAt() == null && account.roles().contains(Role.OWNER))
                .min(Comparator.comparing((Account account) -> !account.emergency())
                        .thenComparing(account -> account.state() != Account.State.ACTIVE)
                        .thenComparing(Account::createdAt));
    }

    private AdminReply reset(String email, Locale locale) {
        return find(email)
                .map(account -> new AdminReply(
                        AdminReply.DONE,
                        messages.get(locale, "account.admin.reset", account.name())
                                + "\n  "
                                + address.base()
                                + accounts.newLink(account, Map.of("by", "shisa user reset"))))
                .orElseGet(
                        () -> new AdminReply(AdminReply.PROBLEM, messages.get(locale, "account.admin.unknown", email)));
    }

    private AdminReply secondFactorOff(String email, Locale locale) {
        Optional<Account> account = store.byEmail(email);
        if (account.isEmpty()) {
            return new AdminReply(AdminReply.PROBLEM, messages.get(locale, "account.admin.unknown", email));
        }
        boolean had = secondFactors.reset(account.get(), Map.of("by", "shisa user second-factor-off"));
        return new AdminReply(
                AdminReply.DONE,
                messages.get(
                        locale,
                        had ? "account.admin.second-factor-off" : "account.admin.second-factor-none",
                        account.get().name()));
    }

    private String list(Locale locale) {
        String lines = store.all().stream()
                .map(account -> String.join(
                        "\t",
                        account.email(),
                        account.name(),
                        account.roles().stream().sorted().map(Role::id).collect(Collectors.joining(",")),
                        messages.get(locale, "people.state." + account.state().id())))
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? messages.get(locale, "account.admin.nobody") : lines;
    }
}
