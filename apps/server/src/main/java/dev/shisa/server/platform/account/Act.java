package dev.shisa.server.platform.account;

import static dev.shisa.server.platform.account.Role.AUDITOR;
import static dev.shisa.server.platform.account.Role.EXECUTIVE;
import static dev.shisa.server.platform.account.Role.OPERATOR;
import static dev.shisa.server.platform.account.Role.OWNER;
import static dev.shisa.server.platform.account.Role.PSIRT;
import static dev.shisa.server.platform.account.Role.QUALITY;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The permission matrix: what can be done, and which roles may do it. A route names the act that it needs with
 * {@link Requires}; a route without one is refused.
 */
public enum Act {
    /** Pages for everybody, signed in or not: sign-in, set-up link, a colleague's question link. */
    OPEN(true),
    /** One's own account: password, language, sign-out. */
    OWN_ACCOUNT(Role.values()),
    /** Reads products, verdicts, evidence and the company's particulars. */
    VIEW(Role.values()),
    /** Creates and changes series, models, releases and the register. */
    EDIT_PRODUCT(QUALITY),
    /** Answers questions and adds evidence. */
    ADD_EVIDENCE(QUALITY, PSIRT, OPERATOR),
    /** Keeps the company's register: people and roles, parties, training, controls, access rights. */
    EDIT_ORGANISATION(OWNER, EXECUTIVE, QUALITY, PSIRT),
    /** Confirms somebody else's evidence. */
    CONFIRM(QUALITY, EXECUTIVE),
    /** Withdraws a fact with a reason, resolves a contradiction, signs a change impact. */
    RESOLVE(QUALITY),
    /** Enters the parameters of the evaluation guide's edition. */
    SET_PARAMETERS(QUALITY),
    /** Chooses the guides that a series, or the organisation, follows. */
    CHOOSE_GUIDES(OWNER, EXECUTIVE, QUALITY),
    /** Gives an open requirement to somebody, with a last day. */
    ASSIGN(OWNER, EXECUTIVE, QUALITY, PSIRT),
    /** Says something about a thing to others, asks them, hands back what was given; auditors read it. */
    TALK(OWNER, EXECUTIVE, QUALITY, PSIRT, OPERATOR),
    /** Decides, with a reason, not to do what a guide asks. */
    NOT_ADOPT(EXECUTIVE, QUALITY),
    /** Plans the order of what is open: policy, staff, budget. */
    PLAN(EXECUTIVE, QUALITY),
    /** Enters the device on the bench with its log-ins, answers for its owner's consent, and has it probed. */
    PROBE(QUALITY, PSIRT),
    /** Judges what was found about the components of a release. */
    TRIAGE(EXECUTIVE, QUALITY, PSIRT),
    /** Writes what the company publishes about vulnerabilities, and asks for it to be issued. */
    WRITE_ADVISORY(QUALITY, PSIRT),
    /** Agrees, as a second person, that an advisory is issued, corrected or withdrawn. */
    ISSUE_ADVISORY(EXECUTIVE, PSIRT),
    /** Prepares and sends what users and businesses are told, and keeps the register of who is. */
    TELL_USERS(EXECUTIVE, QUALITY, PSIRT),
    /** Registers what left the house, and strikes out what was registered wrongly. */
    RECORD_SHIPMENTS(QUALITY, OPERATOR),
    /** Stops shipment, has devices taken back, and lets them out again. */
    STOP_SHIPPING(EXECUTIVE, QUALITY, PSIRT),
    /** Enters the policy of what is acted upon first, and settles what is widely reported though its score is low. */
    SET_PRIORITIES(EXECUTIVE, QUALITY),
    /** Comes to the cases that one works on; which these are, each case says. */
    SEE_CASES(Role.values()),
    /** Opens cases and writes into those that one works on. */
    HANDLE_CASES(OWNER, EXECUTIVE, QUALITY, PSIRT, OPERATOR),
    /** Looks through reports that were kept apart, and sets who receives reports and how long an answer may take. */
    RUN_PSIRT(PSIRT),
    /** Accepts, for the company, a risk that remains. */
    ACCEPT_RISK(EXECUTIVE),
    /** Prepares what is sent to IPA and to customers. */
    PREPARE_APPLICATION(QUALITY),
    /** Comments on the verdicts of a series and signs them off, as an evaluator or proxy. */
    EVALUATE(QUALITY, AUDITOR),
    /** Takes everything that proves the verdicts of a series out of the house. */
    TAKE_PACK(OWNER, EXECUTIVE, QUALITY, AUDITOR),
    /**
     * Brings in a series that another installation exported, and answers for the confirmations in it. Who invites people
     * could invite second persons, too, so nobody gets more than that person has by being given this.
     */
    IMPORT_SERIES(OWNER),
    /** Invites people, gives roles, resets sign-in. */
    MANAGE_PEOPLE(OWNER),
    /** Changes the company's particulars and the installation's settings. */
    CHANGE_SETTINGS(OWNER),
    /** Sees whether Shisa itself is well. */
    SEE_HEALTH(OWNER, OPERATOR, AUDITOR),
    /** Reads who did what, and the ledger. */
    READ_AUDIT(OWNER, AUDITOR),
    /** Asks that personal data be erased. */
    ASK_ERASURE(OWNER),
    /** Agrees, as a second person, that personal data is erased. */
    AGREE_ERASURE(OWNER, AUDITOR);

    private final boolean open;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody else holds
    private final Set<Role> roles;

    Act(boolean open) {
        this.open = open;
        this.roles = Set.of();
    }

    Act(Role... roles) {
        this.open = false;
        this.roles = EnumSet.copyOf(Arrays.asList(roles));
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether somebody with these roles may do it. */
    public boolean allows(Collection<Role> held) {
        return open || held.stream().anyMatch(roles::contains);
    }

    /**
     * Whether it shows or changes things of all series together, and is not for somebody who is limited to some of them.
     * What owners alone may is not among them: nobody who is limited is made an owner any more, and who was made one
     * before has to be able to mend it.
     */
    boolean isForAllSeries() {
        return switch (this) {
            case SEE_HEALTH,
                    READ_AUDIT,
                    ASK_ERASURE,
                    AGREE_ERASURE,
                    EDIT_ORGANISATION,
                    SET_PARAMETERS,
                    SET_PRIORITIES,
                    RUN_PSIRT -> true;
            default -> false;
        };
    }

    /** The name in messages and templates, e.g. {@code edit-product}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
