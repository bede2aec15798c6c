package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;

/** An item of a register is called otherwise: what its name speaks against has to be looked at again. */
public record ItemRenamed(Series series, String name, Person by) {}
