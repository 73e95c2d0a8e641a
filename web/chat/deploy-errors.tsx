/** For the person who keeps the bot, on this machine: why the last change is not live. */
import { useEffect, useState } from 'preact/hooks';
import { type DeployReport, deployReport, isOperator } from '../api.ts';
import { Notice } from '../notice.tsx';

const LOOK_EVERY_MS = 3_000;

export function DeployErrors({ bot }: { readonly bot: string }) {
  const report = useDeployReport(bot);
  if (!report || report.ok) return null;
  const title = report.version ? 'The last change is not live: the version before it answers' : 'This bot is not live yet';
  return (
    <Notice kind="trouble" title={title}>
      <ul class="problems">
        {report.problems.slice(0, 20).map((problem) => (
          <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}>
            <code>{`${problem.file}:${problem.line}:${problem.column}`}</code> {problem.message}
            {problem.help && <span class="wayout">{problem.help}</span>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function useDeployReport(bot: string): DeployReport | undefined {
  const [report, setReport] = useState<DeployReport>();
  useEffect(() => {
    let mayKnow = true;
    // Not reached, or a server that keeps no packages: nothing to show, and asked again.
    const look = async () => {
      mayKnow = await isOperator();
      setReport(mayKnow ? await deployReport(bot) : undefined);
    };
    const lookIfSeen = () => {
      if (mayKnow && document.visibilityState === 'visible') look().catch(() => setReport(undefined));
    };
    lookIfSeen();
    const timer = setInterval(lookIfSeen, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [bot]);
  return report;
}
