/** Accounts and sessions. */
@NullMarked
package org.strongroom.api.account;

import org.jspecify.annotations.NullMarked;
