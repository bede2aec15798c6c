package dev.shisa.server.platform.account;

/** Who has come to know what an owner, who decides about accounts, does not come to know by that. */
public interface NeedToKnow {

    /** Whether the person reads what is kept from an owner as such: the cases that they work on. */
    boolean has(Person person);
}
