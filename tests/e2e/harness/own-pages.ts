/** Hosts of pages that the extension opens for a person. In tests they are this machine, where nobody answers. */
export const ownPages = ['app.crustdata.com'];
