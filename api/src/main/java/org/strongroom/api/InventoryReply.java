package org.strongroom.api;

/** The answer of operations that create, change or show one resource. */
public record InventoryReply<T>(T inventory) {}
