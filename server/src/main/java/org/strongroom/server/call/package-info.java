/**
 * From an operation's name and loose values to the service that carries it out: checks, permission,
 * audit, jobs.
 */
@NullMarked
package org.strongroom.server.call;

import org.jspecify.annotations.NullMarked;
