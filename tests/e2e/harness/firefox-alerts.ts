import type { Browser as Puppet } from 'puppeteer-core';
import { evaluateInParent } from './firefox-remote.ts';

/**
 * Headless, Firefox has no place for notifications and closes each at once. This puts a place into its window that keeps
 * them, so that the extension API tells what is shown, and one of them can be clicked.
 */
export async function keepAlerts(puppet: Puppet): Promise<void> {
  await evaluateInParent(
    puppet,
    `(() => {
      const shown = (window.alertsOfTests = []);
      const service = {
        QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
        showAlert: (alert, observer) => void shown.push({ alert, observer }),
        closeAlert: () => {},
      };
      const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
      const factory = { createInstance: (iid) => service.QueryInterface(iid), QueryInterface: ChromeUtils.generateQI(['nsIFactory']) };
      registrar.registerFactory(Services.uuid.generateUUID(), '', '@mozilla.org/alerts-service;1', factory);
      return 'kept';
    })()`,
  );
}

/** A person clicks the notification of that title. */
export async function clickAlert(puppet: Puppet, title: string): Promise<void> {
  await evaluateInParent(
    puppet,
    `(() => {
      const { alert, observer } = window.alertsOfTests.findLast((each) => each.alert.title === ${JSON.stringify(title)});
      observer.observe(null, 'alertclickcallback', alert.cookie);
      return 'clicked';
    })()`,
  );
}
