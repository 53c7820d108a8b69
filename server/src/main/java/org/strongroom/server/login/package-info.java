/** Budgets of log-ins, and what is recorded of failed ones. */
@NullMarked
package org.strongroom.server.login;

import org.jspecify.annotations.NullMarked;
