/** Accounts and sessions. */
@NullMarked
package org.strongroom.server.account;

import org.jspecify.annotations.NullMarked;
