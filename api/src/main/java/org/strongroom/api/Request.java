package org.strongroom.api;

/**
 * The parameters of one call of an operation.
 *
 * @param <R> what the call answers
 */
public interface Request<R> {}
