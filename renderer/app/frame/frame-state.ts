import { create } from 'zustand';

interface FrameState {
  readonly isHelpOpen: boolean;
  readonly isSigningOut: boolean;
  showHelp(isOpen: boolean): void;
  askSignOut(isOpen: boolean): void;
}

/** Which of the frame's own dialogs is open. */
export const useFrameState = create<FrameState>((set) => ({
  isHelpOpen: false,
  isSigningOut: false,
  showHelp: (isHelpOpen) => set({ isHelpOpen }),
  askSignOut: (isSigningOut) => set({ isSigningOut }),
}));
