/** What a query may cost, and the statements that are held to it. */
@NullMarked
package org.strongroom.server.query.budget;

import org.jspecify.annotations.NullMarked;
