/** Where the fields and relations of each inventory lie in the catalog; one class a noun. */
@NullMarked
package org.strongroom.server.query.mapping;

import org.jspecify.annotations.NullMarked;
